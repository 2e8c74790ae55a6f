from notifications.models.category import Category, Lane
from notifications.models.device import Device
from notifications.models.mailing import Mailing
from notifications.models.notification import Notification
from notifications.models.opt_out import OptOut
from notifications.models.segment import Segment
from notifications.models.step import Step
from notifications.models.template import Template

__all__ = ["Category", "Device", "Lane", "Mailing", "Notification", "OptOut", "Segment", "Step", "Template"]
