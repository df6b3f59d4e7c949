"""The original backend's routes and Socket.IO events, for its unchanged frontend: an adapter that can be deleted whole.

Two variants of that frontend exist (f6 and HEAD); where they read different fields, answers carry both.
"""
