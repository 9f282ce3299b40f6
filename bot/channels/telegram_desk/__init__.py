"""The staff desk in a Telegram forum group. Import `desk.TelegramDesk` only where it is configured."""
