"""Who gets what under /notifications/: what each verb answers to an admin; to everybody else the page is not there."""

MAILING = "notifications/mailings/<number:pk>/"
LEAD = "notifications/leads/<uuid:public_id>/"
SEGMENT = "notifications/segments/<number:pk>/"
MARKETING = {
    "notifications/mailings/": {"GET": 200},
    "notifications/mailings/new/": {"GET": 200, "POST": 422},
    "notifications/mailings/words/": {"POST": 200},
    "notifications/mailings/preview/": {"POST": 200},
    MAILING: {"GET": 200, "POST": 422},
    f"{MAILING}progress/": {"GET": 200},
    f"{MAILING}run/": {"GET": 200, "POST": 302},
    f"{MAILING}discarding/": {"GET": 200, "POST": 302},
    f"{MAILING}pause/": {"POST": 302},
    f"{MAILING}resumption/": {"POST": 302},
    f"{MAILING}cancellation/": {"GET": 200, "POST": 302},
    f"{MAILING}trial/": {"GET": 200, "POST": 422},
    "notifications/leads/": {"GET": 200},
    "notifications/leads/export/": {"GET": 200},
    LEAD: {"GET": 200},
    f"{LEAD}customer/": {"POST": 422},
    f"{LEAD}erasing/": {"GET": 200, "POST": 302},
    "notifications/segments/": {"GET": 200},
    "notifications/segments/new/": {"GET": 200, "POST": 422},
    "notifications/segments/preview/": {"POST": 200},
    SEGMENT: {"GET": 200, "POST": 422},
}
