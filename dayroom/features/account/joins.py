from dayroom.features.account import events

__all__ = ["events"]
