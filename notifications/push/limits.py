"""How often one address on the network may knock. A whole mobile network may sit behind one."""

from core.limits import Limit

RECEIPTS = Limit("push.receipt", "6000/1m")
# Only what was not signed by us counts here.
FORGERIES = Limit("push.forgery", "60/1m")
# Pages tell of a device whenever somebody who has switched it on opens one.
DEVICES = Limit("push.device", "600/1m")
