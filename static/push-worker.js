// Shows what the site sends, and opens its page on a tap; the page itself asks to log in.
addEventListener("push", (event) => {
  const { title, body, path, tag } = event.data?.json() ?? {};
  if (!title) return;
  const { icon, badge } = self.KEPT;
  event.waitUntil(
    registration.showNotification(title, { body, tag, icon, badge, lang: "nl", data: { path } }));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.path || "/", location.origin);
  if (url.origin === location.origin) event.waitUntil(clients.openWindow(url.href));
});
