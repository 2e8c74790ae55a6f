from django.urls import path

from core.http import resource
from notifications.views import leads, mailing_runs, mailings, segments, trials
from tickets import converters  # noqa: F401 - the addresses below name numbers

app_name = "mailings"
LEAD = "leads/<uuid:public_id>"
MAILING = "mailings/<number:pk>"
urlpatterns = [
    path("mailings/", resource(GET=mailings.index), name="mailings"),
    path("mailings/new/", resource(GET=mailings.new, POST=mailings.create), name="new"),
    path("mailings/words/", resource(POST=mailings.words), name="words"),
    path("mailings/preview/", resource(POST=mailings.preview), name="preview"),
    path(f"{MAILING}/", resource(GET=mailings.show, POST=mailings.update), name="mailing"),
    path(f"{MAILING}/progress/", resource(GET=mailings.progress), name="progress"),
    path(f"{MAILING}/run/", resource(GET=mailing_runs.ask, POST=mailing_runs.create), name="run"),
    path(f"{MAILING}/discarding/", resource(GET=mailings.ask_discard, POST=mailings.discard), name="discarding"),
    path(f"{MAILING}/pause/", resource(POST=mailing_runs.pause), name="pause"),
    path(f"{MAILING}/resumption/", resource(POST=mailing_runs.resume), name="resumption"),
    path(
        f"{MAILING}/cancellation/", resource(GET=mailing_runs.ask_cancel, POST=mailing_runs.cancel), name="cancellation"
    ),
    path(f"{MAILING}/trial/", resource(GET=trials.new, POST=trials.create), name="trial"),
    path("leads/", resource(GET=leads.index), name="leads"),
    path("leads/export/", resource(GET=leads.export), name="lead_export"),
    path(f"{LEAD}/", resource(GET=leads.show), name="lead"),
    path(f"{LEAD}/customer/", resource(POST=leads.create_customer), name="lead_customer"),
    path(f"{LEAD}/erasing/", resource(GET=leads.ask_erase, POST=leads.erase), name="lead_erasing"),
    path("segments/", resource(GET=segments.index), name="segments"),
    path("segments/new/", resource(GET=segments.new, POST=segments.create), name="new_segment"),
    path("segments/preview/", resource(POST=segments.preview), name="segment_preview"),
    path("segments/<number:pk>/", resource(GET=segments.edit, POST=segments.update), name="segment"),
]
