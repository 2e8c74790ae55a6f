from messengers.models.messenger import Messenger
from messengers.models.money import SmsBudget, SmsCountry
from messengers.models.raw_event import RawEvent

__all__ = ["Messenger", "RawEvent", "SmsBudget", "SmsCountry"]
