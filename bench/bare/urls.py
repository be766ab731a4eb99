"""One page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from bench.bare.models import Row


def form(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes a row."""
    if request.method == "POST":
        sent = request.POST
        Row.objects.create(name=sent["name"], mobile=sent["mobile"], email=sent["email"])
        return redirect("/thanks/")
    return render(request, "form.html")


urlpatterns = [path("form/", form)]
