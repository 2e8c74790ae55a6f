from notifications.models.alarm import DeliveryAlarm
from notifications.models.category import Category, Lane
from notifications.models.device import Device
from notifications.models.figure import Figure
from notifications.models.mailing import Mailing
from notifications.models.notice import Notice
from notifications.models.notice_send import DigestSend, NoticeSend
from notifications.models.notification import Notification
from notifications.models.opt_out import OptOut
from notifications.models.segment import Segment
from notifications.models.step import Step
from notifications.models.template import Template
from notifications.models.test_run import TestRun
from notifications.models.webhook import WebhookDelivery, WebhookEndpoint
from notifications.models.wishes import NoticeWishes

__all__ = [
    "Category",
    "DeliveryAlarm",
    "Device",
    "DigestSend",
    "Figure",
    "Lane",
    "Mailing",
    "Notice",
    "NoticeSend",
    "NoticeWishes",
    "Notification",
    "OptOut",
    "Segment",
    "Step",
    "Template",
    "TestRun",
    "WebhookDelivery",
    "WebhookEndpoint",
]
