"""Pages of the example village; the roof includes them at /demo/ when settings.DEMO."""

from django.urls import path

from dorst_portal.demo import accounts_page, mail_gallery, mail_page
from dorst_portal.kit.gallery import gallery

urlpatterns = [
    path("", accounts_page.accounts_page, name="demo"),
    path("mail/", mail_page.mail_page, name="demo_mail"),
    path("mail.json", mail_page.mail_json, name="demo_mail_json"),
    path("onderdelen/", gallery, name="gallery"),
    path("mails/", mail_gallery.mail_gallery, name="mail_gallery"),
]
