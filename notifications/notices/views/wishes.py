from http import HTTPStatus

from django.shortcuts import render
from django.utils import timezone

from notifications.models import NoticeWishes
from notifications.notices.forms import WishesForm


def show(request):
    return _form(request, WishesForm(instance=_mine(request)))


def update(request):
    form = WishesForm(request.POST, instance=_mine(request))
    if not form.is_valid():
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.save(now=timezone.now())
    return _form(request, form, is_saved=True)


def _mine(request) -> NoticeWishes:
    return NoticeWishes.objects.filter(user=request.user).first() or NoticeWishes(user=request.user)


def _form(request, form, *, status=HTTPStatus.OK, is_saved=False):
    return render(request, "notices/wishes.html", {"form": form, "is_saved": is_saved}, status=status)
