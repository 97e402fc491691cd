variable "TAG" {
  default = "dev"
}

group "default" {
  targets = ["api", "mail"]
}

group "test" {
  targets = ["api-test"]
}

target "api" {
  context = "services/api"
  target  = "release"
  tags    = ["registry.example.com/shop/api:${TAG}"]
}

target "api-test" {
  inherits = ["api"]
  target   = "tester"
}

target "mail" {
  context = "services/mail"
  secret  = ["id=npmrc,env=NPMRC"]
  tags    = ["registry.example.com/shop/mail:${TAG}"]
}
