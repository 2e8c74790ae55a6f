"""Who carries a push: one transport per kind of device. Push only sends, so it lives here and not in `messengers`."""
