from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from chat.models import Site


@login_not_required  # customers come here
def show(request):
    """The help centre's first page, with the widget of the first site there is."""
    site = Site.objects.active().order_by("pk").first()
    return render(request, "help/index.html", {"site": site})
