"""Subjects as automatic replies have them. People write such subjects too: a weak sign."""

import re

_AUTOMATIC = (
    "auto reply|auto-reply|autoreply|auto response|auto-response|automatic reply|"
    "automatic response|automated reply|automated response|out of office|"
    "out of the office|ooo:|vacation|on vacation|on leave|away from|i am away|i am out|"
    "automatische antwort|abwesenheit|réponse automatique|absence|respuesta automática|"
    "fuera de oficina|fuera de la oficina|risposta automatica|fuori sede|"
    "resposta automática|automatisch antwoord|afwezig|autosvar|automatiskt svar|"
    "automatisk svar|automatická odpověď|autoodpowiedź|automatyczna odpowiedź|автоответ|"
    "自動返信|自动回复|your message has been received|ticket received"
)
_REPORTS = (
    "undeliver|mail delivery|delivery status|delivery failure|delivery failed|"
    "delivery delayed|delivery report|returned mail|failure notice|mail system error|"
    "warning: message|warning: could not|message delayed|rejected mail|nondeliver|"
    "non-deliver|could not be delivered|nicht zustellbar|unzustellbar|échec de|read: |"
    "not read: |accepted: |declined: |tentative: |canceled: |cancelled: |recall: "
)
_BEGINS = re.compile(rf"\W*(?:{_AUTOMATIC}|{_REPORTS})", re.I)


def looks_automatic(subject: str) -> bool:
    """Does it begin like the subject of an automatic reply or a report?"""
    return bool(_BEGINS.match(subject[:300]))
