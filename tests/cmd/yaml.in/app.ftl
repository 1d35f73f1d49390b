whitelist = The whitelist, and your creds
  .title = { $count ->
    [one] Whitelist
   *[other] Whitelists { $count }
  }
