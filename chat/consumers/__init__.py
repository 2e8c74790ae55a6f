from chat.consumers.desk import DeskConsumer
from chat.consumers.widget import WidgetConsumer

__all__ = ["DeskConsumer", "WidgetConsumer"]
