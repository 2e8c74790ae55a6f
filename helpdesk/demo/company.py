"""The people, departments, customers and web site of the demo company: made where missing, else left alone."""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files import File

from accounts.models import Department, User
from accounts.photos import portrait
from chat.models import Site
from chat.views.bank import SITE_KEY
from core.actors import SYSTEM
from customers.models import Customer, Identity, Organisation
from helpdesk.demo import chats, hours, lines, programs, sorting, thinking
from helpdesk.demo.lists import saved_views
from helpdesk.demo.scripts import content

PHOTOS = Path(__file__).parent / "photos"
CONNECTOR = "/demo/bank/connector/"
DOMAIN = "demo.test"
PASSWORD = "demo"  # noqa: S105 - the contract names it; a real installation refuses this command
TIME_ZONE = "Europe/Kyiv"


def is_seeded() -> bool:
    return Site.objects.filter(key=SITE_KEY).exists()


def strangers():
    """People who are not of the demo: where there are some, this is somebody's real installation."""
    return User.objects.exclude(email__endswith=f"@{DOMAIN}").order_by("pk")


def found() -> dict:
    """Everyone and everything by the name that scripts use."""
    house = content("company.toml")
    departments = {row["slug"]: department(**row) for row in house["department"]}
    hours.kept(departments)
    chats.kept(departments)
    people = {row["key"]: person(departments, **row) for row in house["person"]}
    site(departments, **house["site"])
    sorting.made(departments)
    lines.made(departments, people)
    thinking.asked(departments)
    programs.made(people)
    saved_views(people)
    return departments | people | customers(content("customers.toml"))


def department(*, slug: str, **fields) -> Department:
    return Department.objects.get_or_create(slug=slug, defaults=fields)[0]


def person(known: dict, *, key: str, departments=(), photo: str = "", **fields) -> User:
    email = f"{key}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create(email=email, password=hashed_password(), time_zone=TIME_ZONE, **fields)
        for slug in departments:
            user.join(known[slug], by=SYSTEM)
    if photo and not (user.photo and user.photo.storage.exists(user.photo.name)):
        show(user, photo)
    return user


@cache
def hashed_password() -> str:
    """Once for all five: hashing is slow on purpose."""
    return make_password(PASSWORD)


def show(user: User, photo: str) -> None:
    with (PHOTOS / photo).open("rb") as file:
        user.photo = portrait(File(file))
    user.save(update_fields=["photo"])


def site(known: dict, *, department: str, **fields) -> Site:
    """The port may be another one today; origins that somebody added stay."""
    row, new = Site.objects.get_or_create(key=SITE_KEY, defaults={**fields, "department": known[department]})
    # The bank's own server is this one, at whatever port it serves today.
    if not row.connector_url or row.connector_url.endswith(CONNECTOR):
        row.connector_url = settings.PUBLIC_URL + CONNECTOR
        row.save(update_fields=["connector_url"])
    if new or (row.bot_photo and not row.bot_photo.storage.exists(str(row.bot_photo))):
        with (PHOTOS / "heron.webp").open("rb") as file:
            row.bot_photo.save("heron.webp", portrait(File(file)))
    if missing := [origin for origin in origins() if origin not in row.origins]:
        row.origins = row.origins + missing
        row.save(update_fields=["origins"])
    return row


def origins() -> list[str]:
    address = urlsplit(settings.PUBLIC_URL)
    port = f":{address.port}" if address.port else ""
    local = [f"http://{host}{port}" for host in ("127.0.0.1", "localhost")]
    return list(dict.fromkeys([f"{address.scheme}://{address.netloc}", *local]))


def customers(rows: dict) -> dict[str, Customer]:
    known = {row.pop("key"): organisation(**row) for row in rows["organisation"]}
    return {row.pop("key"): customer(known, **row) for row in rows["customer"]}


def organisation(*, domain: str, **fields) -> Organisation:
    return Organisation.objects.get_or_create(domain=domain, defaults=fields)[0]


def customer(known: dict, *, identities: list, organisation: str = "", preferred_name: str = "", **fields) -> Customer:
    """Found again by the first identity, whatever was learnt or changed about him since."""
    kind, value, how = identities[0]
    claimed = Customer.objects.filter(identities__in=Identity.objects.claimed(kind, value)).first()
    if claimed:
        return claimed
    new = Customer.objects.create(organisation=known.get(organisation), **fields)
    if preferred_name:
        new.set_preferred_name(preferred_name, source=Customer.NameSource.CUSTOMER, by=new)
    for kind, value, how in identities:
        new.identify(kind, value, how=how, by=SYSTEM)
    return new
