"""A Discord client with all that commands and buttons need of it."""

import asyncio

import discord

from bot.answering.base import Answerer
from bot.answering.reply import Reply
from bot.answering.topic import next_topic
from bot.discord.render import DiscordRenderer
from bot.people.base import People
from bot.people.topics import TopicMemory
from bot.understanding.question import Topic
from index import Library


class Desk(discord.Client):
    """Where questions are taken: the client that every interaction names.

    No event that it asks Discord for is a privileged one.
    """

    def __init__(
        self, answerer: Answerer, library: Library, renderer: DiscordRenderer, people: People
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.answerer = answerer
        self.library = library
        self.renderer = renderer
        self.people = people
        self.topics = TopicMemory()

    async def answer(
        self, user: int, text: str, *, show: str | None = None, topic: Topic | None = None
    ) -> Reply:
        """Return what the reviews say to a user's question, found off the event loop."""

        def found() -> Reply:
            return self.answerer.ask(text, show=show, topic=topic, progress=self.people.progress(user))

        return await asyncio.to_thread(found)

    def remember(self, key: int, reply: Reply, *, before: Topic | None = None) -> None:
        """Keep what a conversation is about after a reply under a message's or channel's id.

        ``before`` is what it was about when the question came.
        """
        if topic := next_topic(reply, before):
            self.topics.remember(key, topic)

    def is_owner(self, user_id: int) -> bool:
        """Tell whether a user owns the bot, alone or as a member of its team who may change it."""
        application = self.application
        if application is None:
            return False
        if application.team is None:
            return application.owner.id == user_id
        return any(
            member.id == user_id
            and member.membership_state is discord.TeamMembershipState.accepted
            and member.role is not discord.TeamMemberRole.read_only
            for member in application.team.members
        )
