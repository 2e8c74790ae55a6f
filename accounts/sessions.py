"""Sessions in the database as Django keeps them, read by a prepared statement: every page begins with it."""

from django.contrib.sessions.backends import db
from django.utils import timezone

from core.statements import Statement

LIVING = Statement("SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s")


# The name is part of what signs the sessions.
class SessionStore(db.SessionStore):
    def load(self):
        row = LIVING.row(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
