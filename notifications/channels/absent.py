from core.transports import Refused, Transport


class Absent(Transport):
    """Nobody carries it: the provider was there when the step began, and is no longer set up."""

    def prepare(self, send):
        raise Refused("no_provider")
