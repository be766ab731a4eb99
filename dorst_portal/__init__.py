"""The portal's foundation: settings, accounts, mails, audit. It knows no words of the village."""
