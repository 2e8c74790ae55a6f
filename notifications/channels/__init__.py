"""The ways a notification can go. A channel knows whom it reaches and who carries it there; nothing of cascades."""

from notifications.channels.channel import Channel, Target, channel, of

__all__ = ["Channel", "Target", "channel", "of"]
