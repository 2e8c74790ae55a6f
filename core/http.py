from django.http import HttpResponseNotAllowed


def resource(**verbs):
    """Map HTTP verbs to view functions: resource(POST=create, DELETE=destroy).

    Openness to strangers and CSRF exemption are decided before the verb is known: the verbs of one address must agree.
    """
    if "GET" in verbs:
        verbs.setdefault("HEAD", verbs["GET"])

    def view(request, *args, **kwargs):
        if request.method in verbs:
            return verbs[request.method](request, *args, **kwargs)
        return HttpResponseNotAllowed(verbs)

    view.login_required = _agreed(verbs, "login_required", default=True)
    view.csrf_exempt = _agreed(verbs, "csrf_exempt", default=False)
    return view


def wants_part(request) -> bool:
    """Whether the page that is open asks for a part of itself; a browser that goes back asks for the whole."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def _agreed(verbs, attribute, *, default):
    answers = {getattr(view, attribute, default) for view in verbs.values()}
    if len(answers) > 1:
        raise ValueError(f"the verbs of one resource disagree about {attribute}")
    return answers.pop()
