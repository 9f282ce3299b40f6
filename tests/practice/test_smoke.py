from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot as OtherBot

from bot.practice.telegram import Practice
from tests.practice.fixtures import TOKEN


async def test_both_libraries_talk_to_it(practice: Practice) -> None:
    practice.write(7, TOKEN, "السلام عليكم ورحمة الله")
    async with Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(practice.base))) as bot:
        updates = await bot.get_updates(timeout=0)
        sent = await bot.send_message(7, "وعليكم السلام")
    other = OtherBot(TOKEN, base_url=f"{practice.base}/bot", base_file_url=f"{practice.base}/file/bot")
    async with other:
        again = await other.get_updates(timeout=0)
        answer = await other.send_document(7, b"%PDF-1.4 small", filename="a.pdf")
        assert answer.document is not None
        data = await (await answer.document.get_file()).download_as_bytearray()
    assert [update.message.text for update in updates if update.message] == ["السلام عليكم ورحمة الله"]
    assert again[0].update_id == updates[0].update_id
    assert sent.text == practice.seen(7, TOKEN)[0]["text"]
    assert bytes(data) == b"%PDF-1.4 small"
