"""What went badly and somebody should look into (R26): the conversations with low ratings, not solved, or angry."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.vary import vary_on_headers

from core.http import wants_part
from tickets.models import Feedback
from tickets.refusals import Refused
from tickets.reviewing import ReviewFilterForm, ReviewForm, Reviews
from tickets.saying import said_about
from tickets.words import words_script


def for_supervisors(view):
    @wraps(view)
    def admitted(request, *args, **kwargs):
        if not request.user.has_perm("tickets.supervise"):
            raise Http404
        return view(request, *args, **kwargs)

    return admitted


@vary_on_headers("HX-Request")
@for_supervisors
def index(request):
    """The page; for who narrows the list or goes on in it, that part alone."""
    reviews = Reviews(request.user, request.GET)
    rows, more = reviews.page(after=request.GET.get("after", ""))
    context = {"rows": [_row(said) for said in said_about(rows)], "more": more, "query": reviews.query}
    if wants_part(request):
        part = "rows" if request.GET.get("after") else "list"
        return render(request, f"desk/reviews.html#{part}", context | {"narrowed": bool(reviews.query)})
    context |= {
        "filters": ReviewFilterForm(request.user, reviews.given),
        "narrowed": bool(reviews.query),
        "counts": reviews.reasons(now=timezone.now()),
        "words_script": words_script(),
    }
    return render(request, "desk/reviews.html", context)


@for_supervisors
def update(request, pk):
    visible = Feedback.objects.visible_to(request.user).of_ended().low()
    feedback = get_object_or_404(visible, pk=pk)
    form = ReviewForm(request.POST, auto_id=f"review-{pk}-%s")
    if not form.is_valid():
        return _shown(request, pk, form=form, sentence=form.sentence(), status=422)
    try:
        feedback.review(**form.cleaned_data, by=request.user)
    except Refused as refused:
        return _shown(request, pk, form=form, sentence=refused.sentence, status=409)
    return _shown(request, pk)


def _shown(request, pk, *, form=None, sentence="", status=200):
    [said] = said_about(Feedback.objects.filter(pk=pk))
    context = {"row": _row(said, form) | {"sentence": sentence, "is_fresh": True}}
    return render(request, "desk/reviews.html#review", context, status=status)


def _row(said, form: ReviewForm | None = None) -> dict:
    return {"said": said, "form": form or ReviewForm.of(said.feedback), "is_open": form is not None}
