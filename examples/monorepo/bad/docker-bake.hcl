group "default" {
  targets = ["api", "mail"]
}

target "api" {
  context = "services/api"
  target  = "release"
}

target "mail" {
  context = "services/mail"
  args = {
    NPM_TOKEN = "npm-token-of-the-build-machine"
  }
}
