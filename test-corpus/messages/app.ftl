### direct access to OpenAI models

-brand = OpenAI
hello = Hello { $user }, you have direct access
    to OpenAI models.
literal = Get direct{" "}access to OpenAI models
days =
    You have { $count ->
        [one] one day of direct access to OpenAI models
       *[other] { $count } days of direct
    } access to OpenAI models.
# wordgate-allow ai-partnership/openai-direct-access: the name of a book
book = Direct access to OpenAI models
    .title = Direct access to OpenAI models
button =
    .label = Direct access to OpenAI models
