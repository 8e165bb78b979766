"""A loopback Discord for end-to-end tests of the real bot process.

It speaks just enough of Discord's REST API and gateway, over real sockets on
127.0.0.1, to test what an in-process simulator cannot: the three-second interaction
deadline in real time, a 5xx that is retried, a gateway that drops and is resumed,
and a process from its start to its end.

In scope: login, one server, one text channel, a few members, a message, a slash
command, an injected 5xx, a dropped gateway. Nothing else, so no direct messages,
buttons, autocomplete or files, and it is not a validator of Discord's API. It
enforces no permissions, rate limits, message limits or command schemas, and delivers
no other events. Start the bot with `launch.py`, which points discord.py at
`Loopback.url`.
"""
# ruff: noqa: ASYNC109  # a timeout argument reads best in a test

from __future__ import annotations

import asyncio
import base64
import contextlib
import copy
import json
import secrets
import time
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = dict[str, Any]

API = "/api/v10"
DEADLINE_MS = 3000
HEARTBEAT_MS, ACK_S = 10_000, 0.05
EPHEMERAL, LOADING = 1 << 6, 1 << 7  # message flags
MANAGE_GUILD = 1 << 5
EVERYONE = sum(1 << bit for bit in (6, 10, 11, 14, 15, 16, 31))  # an ordinary member
MEMBERS, GUILD_MESSAGES, MESSAGE_CONTENT = 1 << 1, 1 << 9, 1 << 15  # intents
MESSAGE, DEFERRED = 4, 5  # callback types


class Request(NamedTuple):
    """One REST request as answered; `path` has no `/api/v10` prefix."""

    method: str
    path: str
    status: int


@dataclass(frozen=True)
class Member:
    """A member of the loopback's server."""

    id: str
    name: str
    manage_guild: bool = False
    bot: bool = False

    def user(self) -> Json:
        """Return this member as a Discord user object."""
        named = {"id": self.id, "username": self.name, "discriminator": "0"}
        return {**named, "global_name": None, "avatar": None, "bot": self.bot}


@dataclass(eq=False)
class Interaction:
    """One slash command, and how the bot has answered it so far."""

    side: Loopback = field(repr=False)
    id: str
    token: str
    original_id: str | None = None  # the original response
    started: float = field(default_factory=time.monotonic)
    callback_type: int | None = None
    acknowledged_ms: float | None = None
    ephemeral: bool = False
    refusals: list[int] = field(default_factory=list)  # codes: 10062 late, 40060 twice
    followup_ids: list[str] = field(default_factory=list)

    @property
    def message(self) -> Json | None:
        """The original response as it is now, or None while there is none."""
        return self.side.messages.get(self.original_id or "")

    @property
    def followups(self) -> list[Json]:
        """The follow-up messages as they are now, without deleted ones."""
        messages = self.side.messages
        return [messages[key] for key in self.followup_ids if key in messages]

    async def acknowledged(self, timeout: float = 10) -> int:
        """Wait for an accepted callback and return its type."""
        await self.side.until(lambda: self.callback_type, timeout, "callback")
        return self.callback_type or 0

    async def finished(self, timeout: float = 10) -> Json:
        """Wait until the original response exists and is not loading; return it."""

        def done() -> bool:
            return self.message is not None and not self.message["flags"] & LOADING

        await self.side.until(done, timeout, "finished response")
        return copy.deepcopy(self.message or {})


@dataclass
class _Fault:
    method: str
    path: str
    status: int
    times: int
    applied: bool


@dataclass(frozen=True, eq=False)
class _Link:
    """One gateway connection."""

    socket: web.WebSocketResponse
    transport: asyncio.BaseTransport | None
    deflate: zlib._Compress | None

    async def send(self, packet: Json) -> None:
        text = json.dumps(packet)
        with contextlib.suppress(ConnectionError):  # gone: replayed on resume
            if self.deflate is None:  # zstd too: a text frame is never compressed
                await self.socket.send_str(text)
            else:
                data = self.deflate.compress(text.encode())
                await self.socket.send_bytes(data + self.deflate.flush(zlib.Z_SYNC_FLUSH))


class _RefusedError(Exception):
    """An error answered in Discord's form."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status, self.answer = status, {"code": code, "message": text}


def _snowflakes() -> Iterator[str]:
    last = 0
    while True:
        last = max(last + 1, int(time.time() * 1000 - 1_420_070_400_000) << 22)
        yield str(last)


def _options(command: Json, path: list[str], values: Json) -> list[Json]:
    declared = {option["name"]: option for option in command.get("options", [])}
    if unknown := {*(path[:1] or values)} - {*declared}:
        message = f"{command['name']} has no {unknown}"
        raise LookupError(message)
    if path:
        inner = declared[path[0]]
        nested = _options(inner, path[1:], values)
        return [{"name": path[0], "type": inner["type"], "options": nested}]
    return [{"name": key, "type": declared[key]["type"], "value": values[key]} for key in values]


def _given(body: Json) -> Json:
    """Return the fields that a body sets, without those it leaves open."""
    return {key: value for key, value in body.items() if value is not None}


class Loopback:
    """The Discord side: an async context manager serving on a random local port."""

    def __init__(self) -> None:
        """Make a server with its owner, the bot and one text channel."""
        self._ids = _snowflakes()
        self.guild_id, self.channel_id, self._manager_role = (next(self._ids) for _ in range(3))
        self._bot = Member(next(self._ids), "loopback-bot", bot=True)
        self._owner = Member(next(self._ids), "owner", manage_guild=True)
        self._members = {member.name: member for member in (self._bot, self._owner)}
        self.bot_id = self._bot.id  # also the application's
        head = base64.b64encode(self.bot_id.encode()).decode().rstrip("=")
        self.token = f"{head}.loopbk.{secrets.token_urlsafe(28)}"
        self.url = ""
        self.identifies = self.resumes = self.intents = 0
        self.requests: list[Request] = []
        self.messages: dict[str, Json] = {}  # every message as it is now, by id
        self._posted: list[str] = []
        self._interactions: dict[str, Interaction] = {}  # by token
        self._commands: list[Json] | None = None
        self._faults: list[_Fault] = []
        self._link: _Link | None = None
        self._session: str | None = None
        self._events: list[Json] = []  # all of this session, replayed on resume
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start serving."""
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", API + "/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Cut the gateway and stop serving."""
        if self._link is not None:
            await self.drop_gateway()
        await self._runner.cleanup()

    # What a test does and sees.

    async def until(self, condition: Callable[[], object], timeout: float, what: str = "change") -> None:
        """Wait until `condition` holds; it is tried again after every change here."""
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    await self._changed.wait()
        except TimeoutError:
            recent = "; ".join(f"{m} {p} {s}" for m, p, s in self.requests[-8:])
            message = f"no {what} within {timeout} s; last requests: {recent or 'none'}"
            raise TimeoutError(message) from None

    async def ready(self, timeout: float = 20) -> None:
        """Wait until a bot is connected."""
        await self.until(lambda: self._link is not None, timeout, "ready bot")

    async def commands(self, timeout: float = 20) -> list[Json]:
        """Wait until the bot has registered global commands; return them."""
        await self.until(lambda: self._commands is not None, timeout, "commands")
        return copy.deepcopy(self._commands or [])

    def member(self, name: str, *, manage_guild: bool = False) -> Member:
        """Return the server's member of that name, new or with this permission."""
        known = self._members.get(name)
        self._members[name] = Member(known.id if known else next(self._ids), name, manage_guild)
        return self._members[name]

    async def say(self, member: Member, content: str) -> str:
        """Post a member's message in the channel; `<@BOT>` becomes the bot's mention.

        Without the message-content intent the bot gets the content only of messages
        that mention it. Returns the message's id.
        """
        body = {"content": content.replace("<@BOT>", f"<@{self.bot_id}>")}
        message = self._add_message(member, body)
        await self._announce("MESSAGE_CREATE", message)
        return str(message["id"])

    def posted(self, *, after: str) -> list[Json]:
        """Return what the bot posted after that message; interaction responses don't count."""
        return [copy.deepcopy(self.messages[key]) for key in self._posted if int(key) > int(after)]

    async def next_message(self, *, after: str, timeout: float = 10) -> Json:
        """Wait for the first message the bot posted after that one, and return it."""
        await self.until(lambda: self.posted(after=after), timeout, "message from the bot")
        return self.posted(after=after)[0]

    async def slash(self, member: Member, name: str, options: Json | None = None) -> Interaction:
        """Run a registered command ("index rebuild" for a subcommand).

        Option types are those the bot declared.
        """
        root, *path = name.split()
        known = {command["name"]: command for command in self._commands or []}
        if root not in known:
            message = f"the bot has not registered /{root}"
            raise LookupError(message)
        filled = _options(known[root], path, options or {})
        return await self._interact(
            member, {"id": known[root]["id"], "name": root, "type": 1, "options": filled}
        )

    def fail_next(
        self, method: str, path: str, status: int = 502, times: int = 1, *, applied: bool = False
    ) -> None:
        """Answer the next matching requests with a status (`*` matches anything).

        With `applied` the request takes effect all the same: only its answer is lost.
        """
        self._faults.append(_Fault(method, path, status, times, applied))

    async def drop_gateway(self) -> None:
        """Cut the gateway's connection; what happens until the bot resumes is replayed."""
        link, self._link = self._link, None
        if link is None:
            message = "no bot is connected"
            raise RuntimeError(message)
        if isinstance(link.transport, asyncio.Transport):
            link.transport.abort()
        self._notify()

    # The gateway.

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        deflate = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        link = _Link(socket, request.transport, deflate)
        await link.send({"op": 10, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        async for frame in socket:
            packet = json.loads(frame.data)
            match packet["op"]:
                case 1:
                    # discord.py notes the time of a beat only after sending it: an
                    # instant ack would be measured from the beat before
                    await asyncio.sleep(ACK_S)
                    await link.send({"op": 11})
                case 2 | 6 if packet["d"]["token"] != self.token:
                    await socket.close(code=4004)
                case 2:
                    await self._identify(link, packet["d"])
                case 6:
                    await self._resume(link, packet["d"])
        if self._link is link:
            self._link = None
            self._notify()
        return socket

    async def _identify(self, link: _Link, data: Json) -> None:
        self._link, self._session, self._events = link, secrets.token_hex(16), []
        self.intents = data["intents"]
        ready = {
            "v": 10,
            "user": self._bot.user(),
            "guilds": [{"id": self.guild_id, "unavailable": True}],
            "session_id": self._session,
            "resume_gateway_url": self.url.replace("http", "ws", 1) + "/gateway",
            "application": {"id": self.bot_id, "flags": 0},
            "shard": data.get("shard", [0, 1]),
        }
        roles = {self.guild_id: EVERYONE, self._manager_role: MANAGE_GUILD}
        plain = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "position": 0}
        seen = self._members.values() if self.intents & MEMBERS else [self._bot]
        guild = {
            "id": self.guild_id,
            "name": "loopback",
            "owner_id": self._owner.id,
            "member_count": len(self._members),
            "members": [self._member_json(member) for member in seen],
            "channels": [self._channel_json()],
            "roles": [{**plain, "id": r, "name": r, "permissions": str(p)} for r, p in roles.items()],
        }
        await self._dispatch("READY", ready)
        await self._dispatch("GUILD_CREATE", guild)
        self.identifies += 1
        self._notify()

    async def _resume(self, link: _Link, data: Json) -> None:
        if data["session_id"] != self._session:
            await link.send({"op": 9, "d": False})
            return
        self._link = link
        for event in self._events[data["seq"] :]:
            await link.send(event)
        await self._dispatch("RESUMED", {})
        self.resumes += 1
        self._notify()

    async def _dispatch(self, event: str, data: Json) -> None:
        packet = {"op": 0, "t": event, "s": len(self._events) + 1, "d": copy.deepcopy(data)}
        self._events.append(packet)
        if self._link is not None:
            await self._link.send(packet)

    async def _announce(self, event: str, message: Json) -> None:
        """Tell the bot of a message in the channel, as far as its intents go."""
        if message["flags"] & EPHEMERAL or not self.intents & GUILD_MESSAGES:
            return
        me = self._bot.user()
        if not (self.intents & MESSAGE_CONTENT or me in [message["author"], *message["mentions"]]):
            message = {**message, "content": "", "embeds": [], "components": []}
        await self._dispatch(event, message)

    async def _interact(self, member: Member, data: Json) -> Interaction:
        token = secrets.token_urlsafe(32)
        permissions = EVERYONE | MANAGE_GUILD * member.manage_guild
        payload: Json = {
            "id": next(self._ids),
            "application_id": self.bot_id,
            "type": 2,
            "token": token,
            "version": 1,
            "data": data,
            "guild_id": self.guild_id,
            "guild": {"id": self.guild_id, "locale": "en-US", "features": []},
            "channel_id": self.channel_id,
            "channel": self._channel_json(),
            "member": {**self._member_json(member), "permissions": str(permissions)},
            "app_permissions": str(EVERYONE),
            "locale": "en-US",
            "guild_locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": self.guild_id},
            "context": 0,
            "attachment_size_limit": 10 << 20,
        }
        interaction = Interaction(self, payload["id"], token)
        self._interactions[token] = interaction
        await self._dispatch("INTERACTION_CREATE", payload)
        return interaction

    # REST.

    async def _rest(self, request: web.Request) -> web.Response:
        path, status = request.path.removeprefix(API), 200
        try:
            answer = await self._faulty(request, path)
            status = 200 if answer is not None else 204
        except _RefusedError as refused:
            status, answer = refused.status, refused.answer
        self.requests.append(Request(request.method, path, status))
        self._notify()
        if status == 204:
            return web.Response(status=status)
        # discord.py wants exactly this content type, without a charset
        headers = {"Content-Type": "application/json"}
        return web.Response(status=status, body=json.dumps(answer).encode(), headers=headers)

    async def _faulty(self, request: web.Request, path: str) -> Any:  # noqa: ANN401
        arrived = time.monotonic()
        authorized = request.headers.get("Authorization") == f"Bot {self.token}"
        if not authorized and not path.startswith(("/webhooks/", "/interactions/")):
            raise _RefusedError(401, 0, "401: Unauthorized")
        for fault in self._faults:
            if fault.times and fault.method == request.method and fnmatchcase(path, fault.path):
                fault.times -= 1
                if fault.applied:
                    await self._route(request, path, arrived)
                raise _RefusedError(fault.status, 0, "injected fault")
        return await self._route(request, path, arrived)

    async def _route(self, request: web.Request, path: str, arrived: float) -> Any:  # noqa: ANN401, C901, PLR0911
        body = await self._body(request)
        match [request.method, *path.strip("/").split("/")]:
            case ["GET", "users", "@me"]:
                return self._bot.user()
            case ["GET", "oauth2", "applications", "@me"]:
                named = {"id": self.bot_id, "name": self._bot.name, "description": "", "icon": None}
                public = {"bot_public": False, "bot_require_code_grant": False, "flags": 0}
                return {**named, **public, "verify_key": "", "owner": self._owner.user()}
            case ["GET", "gateway", "bot"]:
                limit = {"total": 9, "remaining": 9, "reset_after": 0, "max_concurrency": 1}
                url = self.url.replace("http", "ws", 1) + "/gateway"
                return {"url": url, "shards": 1, "session_start_limit": limit}
            case ["GET", "applications", _, "commands"]:
                return self._commands or []
            case ["PUT", "applications", _, "commands"]:
                self._commands = [self._registered(command) for command in body["list"]]
                return self._commands
            case [_, "channels", channel, *_] if channel != self.channel_id:
                raise _RefusedError(404, 10003, "Unknown Channel")
            case ["POST", "channels", _, "typing"]:
                return None
            case ["POST", "channels", _, "messages"]:
                return await self._post(body)
            case ["POST", "interactions", key, token, "callback"]:
                response = await self._callback(key, token, body, arrived)
                return response if request.query.get("with_response") in ("1", "true") else None
            case [method, "webhooks", _, token, *rest]:
                return await self._webhook(self._answered(token), method, rest, body)
        raise _RefusedError(404, 0, "404: Not Found")

    async def _post(self, body: Json) -> Json:
        for key in self._posted if body.get("enforce_nonce") else []:
            if self.messages[key].get("nonce") == body["nonce"]:
                return self.messages[key]
        message = self._add_message(self._bot, body)
        self._posted.append(message["id"])
        await self._announce("MESSAGE_CREATE", message)
        return message

    async def _callback(self, key: str, token: str, body: Json, arrived: float) -> Json:
        interaction = self._interactions.get(token)
        if interaction is None or interaction.id != key:
            raise _RefusedError(404, 10062, "Unknown interaction")
        took_ms = (arrived - interaction.started) * 1000
        if interaction.callback_type is not None:
            interaction.refusals.append(40060)
            raise _RefusedError(400, 40060, "Interaction has already been acknowledged.")
        if took_ms > DEADLINE_MS:
            interaction.refusals.append(10062)
            raise _RefusedError(404, 10062, "Unknown interaction")
        kind, data = body["type"], dict(body.get("data") or {})
        if kind not in (MESSAGE, DEFERRED):
            raise _RefusedError(400, 50035, f"callback type {kind} is out of scope")
        interaction.callback_type, interaction.acknowledged_ms = kind, took_ms
        data["flags"] = data.get("flags", 0) | LOADING * (kind == DEFERRED)
        message = self._add_message(self._bot, data, 20)
        interaction.original_id = message["id"]
        interaction.ephemeral = bool(message["flags"] & EPHEMERAL)
        await self._announce("MESSAGE_CREATE", message)
        answer = {
            "id": interaction.id,
            "type": 2,
            "response_message_id": interaction.original_id,
            "response_message_loading": kind == DEFERRED,
            "response_message_ephemeral": interaction.ephemeral,
        }
        return {"interaction": answer, "resource": {"type": kind, "message": message}}

    async def _webhook(self, interaction: Interaction, method: str, rest: list[str], body: Json) -> Any:  # noqa: ANN401
        match [method, *rest]:
            case ["POST"]:
                first = interaction.message
                if first is not None and first["flags"] & LOADING:
                    # as at Discord, the first follow-up fills a deferred response
                    return await self._edit(first, {**body, "flags": 0})
                message = self._add_message(self._bot, body)
                interaction.followup_ids.append(message["id"])
                await self._announce("MESSAGE_CREATE", message)
                return message
            case [_, "messages", key]:
                original = interaction.original_id if key == "@original" else key
                message = self._find(original or "")
                if method == "PATCH":
                    return await self._edit(message, body)
                return self.messages.pop(message["id"]) and None if method == "DELETE" else message
        raise _RefusedError(404, 0, "404: Not Found")

    # State.

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _member_json(self, member: Member) -> Json:
        roles = [self._manager_role] if member.manage_guild else []
        joined = {"joined_at": "2024-01-01T00:00:00+00:00", "deaf": False, "mute": False}
        return {"user": member.user(), "roles": roles, "flags": 0, "nick": None, **joined}

    def _channel_json(self) -> Json:
        named = {"id": self.channel_id, "name": "general", "guild_id": self.guild_id}
        return {**named, "type": 0, "position": 0, "permission_overwrites": []}

    def _registered(self, body: Json) -> Json:
        """Return a command as registered: a known name keeps its id."""
        named = {"type": 1, "description": "", **body}
        ids = {(old["type"], old["name"]): old["id"] for old in self._commands or []}
        key = ids.get((named["type"], named["name"])) or next(self._ids)
        return {**named, "id": key, "application_id": self.bot_id, "version": next(self._ids)}

    def _answered(self, token: str) -> Interaction:
        interaction = self._interactions.get(token)
        if interaction is None or interaction.callback_type is None:
            raise _RefusedError(404, 10015, "Unknown Webhook")
        return interaction

    def _find(self, key: str) -> Json:
        message = self.messages.get(key)
        if message is None:
            raise _RefusedError(404, 10008, "Unknown Message")
        return message

    async def _body(self, request: web.Request) -> Json:
        """Read a JSON body; a list becomes `list`."""
        body = await request.json() if request.can_read_body else {}
        return {"list": body} if isinstance(body, list) else body

    def _mentions(self, content: str) -> list[Json]:
        everyone = self._members.values()
        return [one.user() for one in everyone if f"<@{one.id}>" in content]

    def _add_message(self, author: Member, body: Json, kind: int = 0) -> Json:
        empty: Json = {"content": "", "embeds": [], "components": [], "attachments": []}
        partial = {key: value for key, value in self._member_json(author).items() if key != "user"}
        message = (
            empty
            | _given(body)
            | {
                "id": next(self._ids),
                "type": kind,
                "channel_id": self.channel_id,
                "guild_id": self.guild_id,
                "member": partial,
                "author": author.user(),
                "timestamp": datetime.now(UTC).isoformat(),
                "edited_timestamp": None,
                "flags": body.get("flags") or 0,
                "mentions": self._mentions(body.get("content") or ""),
                "mention_roles": [],
                "mention_everyone": False,
                "tts": False,
                "pinned": False,
            }
        )
        if reference := message.get("message_reference"):
            target = self.messages.get(str(reference["message_id"]))
            message |= {"type": 19, "referenced_message": target}
            message["message_reference"] = {"channel_id": self.channel_id, **reference}
        self.messages[message["id"]] = message
        return message

    async def _edit(self, old: Json, body: Json) -> Json:
        """Store and announce an edited copy of a message, which no longer loads."""
        message = old | _given(body)
        message["edited_timestamp"] = datetime.now(UTC).isoformat()
        message["flags"] = (old["flags"] & ~LOADING) | (body.get("flags") or 0)
        message["mentions"] = self._mentions(message["content"])
        self.messages[message["id"]] = message
        await self._announce("MESSAGE_UPDATE", message)
        return message
