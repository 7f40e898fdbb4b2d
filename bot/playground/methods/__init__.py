"""The Web API's methods: one file a family, each with a table of what it offers."""

from bot.playground.methods import apps, chat, conversations, files, misc, users, views
from bot.playground.methods.call import Method

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **misc.METHODS,
    **users.METHODS,
    **views.METHODS,
}
