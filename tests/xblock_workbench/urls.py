"""The workbench's addresses, and ours to steer it."""

from control import control
from django.urls import path
from workbench.urls import urlpatterns as theirs

urlpatterns = [path("control/<str:what>", control), *theirs]
