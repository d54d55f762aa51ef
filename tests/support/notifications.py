"""A notification as somebody has typed it: good in every field, until a test says otherwise."""

from webapp.domain.notification_faults import NewNotification
from webapp.domain.notifications import Channel, Condition, Group, Trigger, Window

REMINDER = {
    "trigger": Trigger.BEFORE_ARCHIVING,
    "offset": 3,
    "window": Window.MORNING,
    "group": Group.ALL,
    "condition": Condition.EVERYONE,
    "channel": Channel.EMAIL,
    "subject": "Order until [[Job.date_archiving]]",
    "message": "Hello [[Customer.firstname]],\n\n[[Customer.loginurl]]",
}


def typed(**fields):
    """A reminder by mail, three days before archiving at 09:00, with these fields changed."""
    return NewNotification(**(REMINDER | fields))
