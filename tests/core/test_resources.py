import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from core.http import resource


def closed(request):
    return HttpResponse(request.method)


@login_not_required
@csrf_exempt
def wide_open(request):
    return HttpResponse(request.method)


def test_each_verb_finds_its_function(rf):
    view = resource(GET=closed, DELETE=closed)
    assert view(rf.delete("/")).text == "DELETE"
    assert view(rf.head("/")).status_code == 200


def test_other_verbs_are_refused_with_the_list(rf):
    answer = resource(POST=closed)(rf.get("/"))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"


def test_it_is_closed_unless_its_views_are_open():
    assert resource(POST=closed).login_required
    assert not resource(POST=closed).csrf_exempt
    assert not resource(POST=wide_open).login_required
    assert resource(POST=wide_open).csrf_exempt


def test_views_that_disagree_cannot_share_an_address():
    with pytest.raises(ValueError, match="disagree about login_required"):
        resource(POST=wide_open, DELETE=closed)
