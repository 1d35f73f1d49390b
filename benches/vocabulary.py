"""The words of the generated documents of `tree.py`, written for this project.

Nothing here is taken from another text, so that trees may be shared freely. The words are plain ones of technical
documentation, because rare words would make a search for rare words look faster than it is. A template is a sentence
with slots: `{n}` noun, `{ns}` nouns, `{v}` verb, `{vs}` verb in the third person, `{a}` adjective, `{r}` adverb; in
`PLANTED` and `PLANTED_SHORT` also `{phrase}` for a restricted phrase.
"""

NOUNS = """
account action address agent alarm alert answer area article asset attempt backup balance bandwidth batch branch bridge
browser bucket budget buffer build bundle button cache calendar call canvas capacity card catalog certificate chain
change channel chart check choice client clock cluster column command comment commit component connection console
container context contract controller cookie copy cost counter country course credential currency cursor customer cycle
dashboard database dataset day deadline default delay delivery deployment detail device dialog diagram directory disk
document domain draft driver editor element email endpoint engine entry environment error event example exception
export extension factor failure feature field file filter flag folder font form format frame function gateway graph
group guide handler header history host hour icon identifier image import index input instance integration interface
interval invoice issue item job journal key label language layer layout leader library licence limit line link list
listener load location lock log machine manager map margin market member memory menu message method metric minute mirror
mode model module monitor month name namespace network node note notebook notice number object offer office operator
option origin output owner package page panel parameter parent part partition password patch path payload payment
period permission person pipeline place plan platform plugin point policy pool port preview price priority problem
process product profile program project prompt property proxy query question queue quota reader reason receipt record
region registry release reminder replica report repository request reserve resource response result review role route
row rule runtime sample schedule schema scope score screen script search secret section sensor server service session
setting shape shard share shell signal site size snapshot socket source space stack stage start station status step
storage store stream string style subject subnet summary support switch symbol system table tag target task team
template tenant term test theme thread threshold ticket time token tool topic total trace track trigger type unit
update upload value variable vendor version view visit volume warning window worker workflow workspace writer year zone
""".split()

VERBS = """
accept add adjust allow answer apply archive ask assign attach avoid bind block build call cancel capture carry change
check choose clear close collect combine compare complete configure confirm connect contain continue convert copy
count cover create define delay delete deploy describe detect divide download drop enable end enter explain export
extend fetch fill find finish fix follow forward gather handle help hold import include index inspect install join
keep label launch learn leave limit link list load lock log maintain manage mark match measure merge mount move name
need notify offer open own pass pause plan prepare prevent print process protect provide publish pull push read
rebuild receive record reduce refresh register reject release remove rename repeat replace report request reset
resolve restart restore retry return reuse review roll route run sample save scale scan schedule select send separate
serve set share show shrink skip sort split start stop store stream support switch tag test track transfer translate
trigger turn update upgrade upload validate view visit wait watch wrap write
""".split()

ADJECTIVES = """
active additional annual automatic available basic brief broken central certain clean clear common compact complete
complex current custom daily deep default dense different distinct dry early empty equal exact external extra fast fixed
flat fresh general global good heavy hidden high idle important initial inner internal invalid large last late local
logical long loose lower main major manual minor missing mixed modern monthly narrow native new next normal old optional
original outer partial past permanent plain present previous primary private public quick rapid raw recent regional
regular related remote required rich safe same secondary separate shared short silent similar simple single slow small
solid special stable standard static steady strict strong temporary thin tight top typical unique upper usual valid
virtual visible warm weekly whole wide wrong young
""".split()

ADVERBS = """
again already also always automatically briefly carefully clearly completely daily directly early easily entirely evenly
exactly fully gradually immediately later locally manually mostly never normally now often once only partly previously
promptly quickly quietly rarely really repeatedly safely separately silently slowly soon still then together usually
""".split()

ACCENTED = "café naïve résumé façade Zürich São José Møller Łódź coöperate über élan piñata Ångström".split()

SENTENCES = """
The {a} {n} {vs} the {n} of each {n}.
When the {n} {vs} a {a} {n}, the {n} {r} {vs} it.
You can {v} the {n} or {v} the {n}, but not both.
If a {n} is {a}, {v} the {ns} before you {v} the {n}.
{a} {ns} {r} {v} the {n}, and the {n} {vs} them.
A {n} without a {a} {n} cannot {v} its {ns}.
To {v} the {n}, open the {n} and {v} the {a} {n}.
Each {n} has a {a} {n} and at most two {ns}.
The {n} is {a} until the {n} {vs} the {a} {n} and the {n} {vs} a {a} {n}.
We {v} {ns} {r}, because a {a} {n} {vs} more {ns} than the {n} can {v}.
By then the {n} does not {v} {a} {ns}.
Use the {n} to {v} a {n} with {a} {ns}, such as the {n} or the {n}.
It {r} {vs} the {a} {n}.
Most {ns} {v} one {n}; some {v} a {a} {n} and its {ns} as well.
After the {n} {vs}, {v} the {n} under the {n} and {v} every {n} that has a {a} {n}.
What a {n} {vs} depends on the {n}, the {n} and the {a} {n}.
This {n} {vs} all {ns} between the {n} and the {n} for about an hour.
Do not {v} the {n} while the {a} {n} {vs} its {ns}.
The {n}’s {ns} {v} only {a} {ns}.
""".strip().splitlines()

SHORT = """
{v} the {a} {n}
The {n} {vs} {ns}
{a} {ns} for each {n}
How to {v} a {n}
{v} {ns} and {ns}
{n} and {n}
About {a} {ns}
""".strip().splitlines()

PLANTED = """
The {a} {n} {vs} {phrase} the {n} of each {n}.
When you {v} a {n}, the {n} {vs} {phrase} the {a} {ns} that it {vs}.
{phrase} the {n} before the {a} {n} {vs} its {ns}.
Our {ns} {v} {phrase} every {n}, and the {n} {r} {vs} them.
A {a} {n} {vs} its {ns}; {phrase} a {n} is not part of the {n}.
""".strip().splitlines()

PLANTED_SHORT = """
{v} {phrase} the {n}
{phrase} {a} {ns}
The {n} {vs} {phrase} {ns}
""".strip().splitlines()

CODE = """
{n} --{n}={n} --{a}
export {n}_{n}="{a}-{n}"
curl -s https://api.example.com/v2/{ns}/{n}?{n}={a} | {v} .{n}
def {v}_{n}({n}, {n}=None):
    return {n}.{v}({n}["{n}"])
for {n} in {ns}:
    {v}_{n}({n}, "{a} {n}")
{{"{n}": "{a}", "{n}": [1, 2, 3], "{n}": null}}
let {n} = {n}.{v}(&{ns})?;
# {v} the {n}
  {n}: {a}-{n}
""".strip("\n").splitlines()
