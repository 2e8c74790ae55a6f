from notifications.models.category import Category, Lane
from notifications.models.device import Device
from notifications.models.notice import Notice
from notifications.models.notice_send import DigestSend, NoticeSend
from notifications.models.notification import Notification
from notifications.models.opt_out import OptOut
from notifications.models.step import Step
from notifications.models.template import Template
from notifications.models.wishes import NoticeWishes

__all__ = [
    "Category",
    "Device",
    "DigestSend",
    "Lane",
    "Notice",
    "NoticeSend",
    "NoticeWishes",
    "Notification",
    "OptOut",
    "Step",
    "Template",
]
