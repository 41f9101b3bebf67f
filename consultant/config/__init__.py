"""The operator's words: reads `config/` once and stops with a sentence naming file and line."""
