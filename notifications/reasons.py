"""Why something was not sent or did not arrive: words that stand in rows, answers and pages, and what they mean."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    # Of a whole notification.
    "no_channel": _("The customer has no device, and no proved number or address, for any step."),
    "nobody_reached": _("Every step ended without arriving."),
    "opted_out": _("The customer does not wish to be told this."),
    "frequency_cap": _("The customer has been told enough of this kind for now."),
    "category_off": _("The category is switched off."),
    "too_late": _("It was no longer worth telling."),
    "mailing_cancelled": _("The mailing was cancelled before its turn came."),
    "chat": _("The customer has read it in the chat."),
    # Of a request that was refused.
    "unknown_category": _("There is no category of this short name. They stand under Settings, Notifications."),
    "unknown_customer": _("There is no such customer."),
    "invalid": _("A field is missing, too much or of the wrong kind."),
    "wrong_variables": _("The variables do not fit the category."),
    "impossible_number": _("No phone has such a number."),
    "impossible_address": _("No customer can have such an address."),
    # Of a notice to a colleague.
    "read": _("It was read already, or is no longer theirs to see."),
    "off_shift": _("The colleague was not at work."),
    # Of one step.
    "no_target": _("The customer has nothing that this channel reaches, or has not proved that it is his."),
    "unregistered": _("The app or the browser is no longer registered there."),
    "wrong_sender": _("The app is registered with another project of Firebase."),
    "invalid_token": _("Its address is none that the provider knows."),
    "no_provider": _("No provider is set up for this channel."),
    "country_not_allowed": _("SMS to this country are not allowed."),
    "number_cap": _("This number has had its SMS for the hour."),
    "budget_spent": _("The budget for SMS is spent."),
    "earning_number": _("The number costs whoever calls or writes to it: no SMS goes there."),
    "stopped": _("The customer has written STOP: the carrier lets nothing through."),
    "unreachable_number": _("The phone is off or out of reach."),
    "unknown_number": _("The carrier does not know this number, or it is not in use."),
    "not_a_mobile": _("The number cannot take SMS: a landline, perhaps."),
    "blocked": _("The carrier or the phone blocks our sender."),
    "filtered": _("The carrier took it for spam."),
    "too_long": _("The text is too long for an SMS."),
    "undelivered": _("The carrier could not deliver it."),
    "provider_refused_us": _("The provider does not accept our account: check its credentials."),
    "no_such_mailbox": _("There is no such mailbox."),
}


def meaning(word: str):
    """A sentence for a reader; an error in a provider's own words stays as it is."""
    return REASONS.get(word, word)
