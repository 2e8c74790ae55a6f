from chat.models import Visitor
from chat.sweeps import forget_visitors


def test_whoever_never_wrote_is_forgotten_in_time(browser, another):
    another.write()
    forget_visitors()
    assert Visitor.objects.count() == 2

    Visitor.objects.update(expires_at="2020-01-01T00:00Z")
    forget_visitors()
    assert Visitor.objects.get().own_conversations.exists()
