/**
 * What words speak of which cause. Codes are those of the reason catalogue. Texts come lower-cased, with single spaces
 * and without quotation marks; short forms of the trade (cust, addr, pls) are part of the language.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "recipient.absent": [
    "not (?:at )?home",
    "(?:no ?body|no ?one|none|nobody) (?:was |is )?(?:at|in|there|available|home)",
    "(?:door|house|flat|home) (?:is |was |found )?(?:locked|closed)",
    "(?:bell|knock)\\w*\\b.{0,20}no (?:answer|response|reply)",
    "(?:no ?body|no ?one|none) (?:answered|opened)",
    "(?:cust|customer|consignee|recipient|receiver|resident|guard|security|neighbou?r)\\w*\\b.{0,20}not (?:available|present|there|in\\b|around)",
    "out of (?:station|town)",
    "i was (?:out|away|at work|not in)",
    "was (?:at work|away|travelling|traveling|out)\\b",
    "missed (?:the |my |your )?delivery",
    "(?:recipient|customer|consignee) absent",
  ],
  "recipient.unreachable": [
    "(?:phone|mobile|number|contact)\\b.{0,15}(?:switched off|not reachable|unreachable|not working|out of coverage|wrong|invalid)",
    "(?:invalid|wrong|incorrect|no) (?:mobile|phone|contact)\\b",
    "not (?:picking|answering|responding|taking|attending)\\b.{0,12}(?:call|phone)",
    "(?:call|phone)s? not (?:picked|answered|connecting|received)",
    "unreachable",
  ],
  "recipient.premises_closed": [
    "(?:office|shop|store|business|company|premises|outlet) (?:is |was )?(?:closed|shut)",
    "company holiday|weekly off",
    "outside (?:business|office|working) hours",
  ],
  "recipient.refused": [
    "refus",
    "reject\\w* (?:at|by|from)",
    "(?:do|does|did)(?: ?not|n?t) want",
    "(?:not|n?t|never) order(?:ed)?\\b",
    "ordered twice|duplicate order",
    "changed? (?:my|his|her|their|the) mind",
    "cancel\\w* (?:at|on) (?:the )?door",
    "cancel\\w* by (?:cust|customer|recipient|consignee)",
    "no longer (?:needed|wanted|required)",
    "den(?:ied|ies) (?:to )?(?:take|accept|receive)|declined (?:to|delivery|the)",
  ],
  "recipient.requested_later": [
    "(?:cust\\w*|consignee|recipient|please|pls|kindly|asked?|wants?|request\\w*)\\b.{0,40}\\b(?:another|other|later|next|different|evening|morning|afternoon|tomorrow|weekend)\\b",
    "future delivery|deliver (?:later|tomorrow)",
  ],
  "recipient.payment_missing": [
    "(?:cash|cod|payment|money|upi|card)\\b.{0,20}(?:short|not (?:ready|available|paid|there)|failed|declined|unpaid|insufficient)",
    "no (?:cash|money|change)\\b|(?:did|could) ?n[o']?t pay",
  ],
  "recipient.moved": [
    "(?:moved|shifted) (?:out|away|house|home)\\b|(?:has|have|cust\\w*|recipient|consignee) (?:moved|shifted)",
    "no longer (?:lives|works|stays|resid|at)",
    "left the (?:address|house|city|company|premises)|old address",
  ],
  "recipient.deceased": ["deceased|passed away"],
  "recipient.id_check_failed": [
    "\\b(?:id|identity|otp|age)\\b.{0,20}(?:not (?:available|shown|proven|shared|provided|given)|fail|mismatch|missing|wrong|invalid)",
    "no (?:id|otp)\\b",
  ],
  "recipient.no_time_or_space": [
    "no (?:space|room|time) to (?:unload|receive|store)|(?:cannot|could not) unload",
  ],
  "recipient.no_collection": ["not (?:collected|picked up) (?:by|from|within)|uncollected"],
  "address.incomplete": [
    "(?:incomplete|partial|half|insufficient|unclear) (?:address|addr|add)\\b",
    "(?:address|addr) (?:is |was )?(?:incomplete|half|partial|insufficient|unclear|not (?:clear|complete|full))",
    "(?:flat|house|door|tower|block|unit|plot|floor|street|building|room|wing|apartment|apt|gate)\\b(?: no| number| name)? ?(?:is |was )?(?:missing|not (?:mentioned|given|written|provided|stated))",
    "(?:missing|no|without) (?:flat|house|door|plot|building|street|tower|unit|apartment)(?: no\\b| number| name)",
    "(?:landmark|area) only|only (?:a )?landmark",
    "calling (?:me )?for directions|ask(?:ed|ing)? for directions",
  ],
  "address.invalid": [
    "(?:wrong|incorrect|bad|invalid|false|fake) (?:address|addr|area|pin|pincode|postal|postcode|zip|locality|city|street)",
    "(?:address|addr) (?:problem|issue|wrong|incorrect|invalid|mismatch|not found)",
    "(?:does|do|did) ?n[o']?t exist|doesnt exist|non-?existent",
    "no such (?:house|address|street|building|place|number|flat|person|area)",
    "(?:building|house|address|street|shop) not (?:there|existing)",
    "(?:pin|zip|post|postal) ?code (?:of|for|from|in) (?:an)?(?:other|different|wrong)",
  ],
  "address.not_located": [
    "(?:could ?n[o']?t|could not|unable to|not able to|cannot|can'?t|did not|didnt) (?:find|locate|trace)",
    "(?:lane|place|address|house|location|street) (?:was )?not (?:found|located|traceable|traced)",
    "map\\b.{0,15}wrong",
  ],
  "address.inaccessible": [
    "gate (?:locked|closed)|access (?:denied|restricted)|entry (?:restricted|denied|not allowed)|not allowed (?:in|to enter)",
    "security (?:did not allow|denied|stopped)|restricted area|no parking",
  ],
  "address.out_of_area": [
    "out of (?:delivery |service )?(?:area|zone)|(?:not|non-?) ?serviceable|(?:area|pin\\w*) not served",
  ],
  "carrier.driver": [
    "\\brude|misbehav|abusive",
    "(?:driver|rider|courier|biker|delivery (?:boy|man|agent|person|guy))\\b.{0,20}\\b(?:late|unwell|sick|ill|absent|confused|lost|new|left|quit|resigned)\\b",
    "(?:driver|rider|courier|agent|delivery (?:boy|man|person|guy)) (?:never|did not|didnt|didn'?t) (?!find|locate)",
    "new (?:boy|driver|rider|delivery|courier|staff on route)|route not (?:known|completed|finished)",
    "shift (?:over|ended|end\\b|finished)|started late|duty (?:over|hours)",
    "never (?:came|visited|attempted|rang|called|arrived|showed)",
    "(?:no ?body|no ?one) (?:came|rang|called|visited|showed|knocked)",
    "(?:false|fake) (?:attempt|delivery|remark|update)|marked (?:as )?(?:attempted|delivered)|not attempted",
  ],
  "carrier.capacity": [
    "no (?:rider|driver|vehicle|van|bike|truck|agent|courier)s?\\b",
    "(?:rider|driver|van|vehicle|bike|truck)s? (?:is |are |was |were )?(?:not available|unavailable|short)",
    "short of (?:vans|vehicles|drivers|riders|bikes|trucks)",
    "(?:hub|van|vehicle|truck|linehaul|bag|bike)(?: space| is| was)? (?:full|capacity|overload\\w*|congest\\w*)",
    "overload(?:ed)? at (?:the )?(?:hub|depot|branch)|excess load|capacity (?:full|exceeded|issue) at hub",
  ],
  "carrier.missort": [
    "mis+[- ]?(?:sort|rout)|sort(?:ing|ation)? (?:error|mistake)",
    "wrong (?:hub|route|bag|centre|center|facility|branch|lane)",
    "(?:received|sent|went|reached|landed) (?:at|to|in) (?:the |an)?(?:other|wrong|different|another) (?:city|hub|branch|depot)",
  ],
  "carrier.network_delay": [
    "transit delay|delay(?:ed)? in (?:transit|network|line ?haul)|network (?:delay|issue)",
    "line ?haul (?:late|delay)|connection missed|missed connection|late (?:arrival )?from (?:origin|hub)",
    "(?:flight|train) (?:delay|late|cancel)",
  ],
  "carrier.lost": [
    "lost in (?:transit|network|hub)|(?:parcel|package|shipment|consignment) (?:is |was )?(?:lost|untraceable|not traceable)",
  ],
  "carrier.stolen": ["stolen|theft|robbed|snatched"],
  "carrier.wrong_recipient": [
    "(?:given|handed|delivered) to (?:some ?one|somebody|another|the wrong|wrong|a stranger)|not my (?:parcel|package)",
  ],
  "vehicle.breakdown": [
    "(?:break|broke|broken) ?-?down|puncture|flat ty?ire|flat tyre|ty[ri]re? (?:burst|flat|gone)",
    "(?:engine|clutch|gear|brake|radiator)\\w* (?:problem|trouble|fail\\w*|issue|gone|heat\\w*|broke\\w*)",
    "(?:van|bike|vehicle|truck|scooter|car) (?:is |was |has |had )?(?:not starting|stalled|dead|failed|stopped working)",
    "battery (?:down|dead|low|drained)|mechanic|towed|out of fuel|overheat",
  ],
  "vehicle.accident": ["\\baccident|collision|collided"],
  "goods.damaged": [
    "damage",
    "broken (?:item|product|piece|inside|seal|glass|box)",
    "(?:item|product|box|parcel|package|carton|seal|bottle|screen)s? (?:is |was |were |came |arrived |found )?(?:broken|crushed|torn|wet|dented|open(?:ed)?|leaking|smashed|cracked|spoil\\w*)",
    "leak(?:ing|ed|age)\\b|(?:wet|torn|dented|crushed|opened|leaking) (?:carton|box|parcel|package|packet)",
    "shattered|smashed|seal (?:open|broken)|dented",
  ],
  "goods.short": [
    "(?:part|piece|item)s? (?:is |was |were )?missing|missing (?:item|part|piece)|short (?:quantity|supply|shipped)",
  ],
  "goods.wrong_item": [
    "wrong (?:item|product|size|colou?r|order|thing)|not what i ordered|different (?:item|product)",
  ],
  "goods.prohibited": ["prohibited|banned|dangerous goods|hazmat"],
  "goods.label_unreadable": [
    "(?:label|barcode|awb) (?:is |was )?(?:unreadable|torn|missing|damaged|smudged|not (?:scanning|readable))",
  ],
  "warehouse.stockout": [
    "out of stock|no stock|stock ?-?out|not in stock|stock (?:issue|delay|shortage|problem|not)",
    "short pick|bin (?:is |was )?empty|replenish",
    "(?:item|product|sku) (?:was |is )?(?:not (?:found|available|there)|unavailable)",
    "(?:wait\\w*|awaiting) (?:for |on )?(?:stock|inward|inventory)|inward (?:pending|delay\\w*|late)|back ?order",
  ],
  "warehouse.capacity": [
    "backlog|under ?staffed|staff (?:shortage|short)|carried over|waved later",
    "(?:heavy|high|excess|huge|peak) (?:inflow|inbound|volume|order)|volume (?:above|over|high|spike|surge)",
    "short of (?:hands|staff|people|pickers|packers|manpower|workers)",
    "(?:picker|packer|staff|loader|worker|helper)s? (?:is |are |was |were )?(?:short|on leave|absent|less|not available)|shift (?:is )?(?:thin|short)",
    "queue (?:from|at|of|since)|(?:clearing|too many|many) (?:pending|old|orders|backlog)|orders (?:piled|waiting|carried|pending)",
    "dock (?:is |was )?full|(?:warehouse|site) (?:is |was )?(?:full|overloaded)|moved to next wave",
  ],
  "warehouse.delay": [
    "slow (?:packing|picking|pack|pick|loading|dispatch)",
    "(?:pack|pick|dispatch|load)(?:ed|ing)? (?:late|delay\\w*|slow)|late (?:dispatch|packing|picking|loading)",
    "(?:wms|system|server|scanner|printer|conveyor|software) (?:is |was )?(?:slow|down|issue|stuck|error|problem|fail\\w*|not working|hang|hung|crash\\w*)",
    "(?:bay|dock|gate)(?: \\d+)? (?:is |was )?(?:blocked|busy)|waiting for (?:bay|dock|truck|vehicle|loading)",
    "truck late|missed (?:the )?(?:truck|cut ?-?off|wave|dispatch)",
  ],
  "shipper.not_ready": [
    "(?:shipper|seller|vendor|merchant|supplier) (?:is |was )?(?:late|not ready|closed|delay\\w*)|(?:goods|shipment) not ready",
  ],
  "shipper.out_of_stock": ["(?:seller|vendor|merchant|supplier)\\b.{0,25}(?:out of stock|no stock)"],
  "shipper.docs_missing": [
    "(?:invoice|document|paper|e-?way ?bill|doc)s? (?:is |are )?(?:missing|not available|incomplete|pending)|missing (?:invoice|papers|documents)",
  ],
  "shipper.cancelled": [
    "cancel\\w* by (?:the )?(?:seller|shipper|merchant|vendor)|(?:seller|shipper|merchant) cancel",
  ],
  "customs.hold": ["customs? (?:hold|clearance|inspection)|(?:held|stuck) (?:at|by|in) customs"],
  "external.weather": [
    "\\brain|\\bstorm|thunder|flood|water ?-?logg|downpour|cyclone|hurricane|typhoon|monsoon|inundat",
    "\\bfog(?:gy)?\\b|\\bsnow|blizzard|\\bhail|\\bicy\\b|heat ?wave|weather",
  ],
  "external.traffic": [
    "traffic|congest(?!\\w* (?:at|in) (?:the )?hub)|(?<!paper |printer )\\bjam(?:med)?\\b|bumper to bumper|grid ?lock|slow moving|tailback|rush hour",
  ],
  "external.road": [
    "(?:road|street|lane|bridge|highway|flyover)s? (?:is |was |are |were )?(?:closed|block\\w*|dug|shut|cut|collapsed|under repair)",
    "(?:closed|blocked) (?:road|street|bridge)|diversion|detour|barricad|no entry|road ?-?works?|landslide|blocked for works",
  ],
  "external.strike": ["\\bstrike|bandh|hartal|shut ?down by|\\bunion\\b|protest|picket|lock ?-?out"],
  "external.civil": ["\\briot|curfew|unrest|section 144|violence|evacuat"],
  "external.holiday": ["(?<!company )holiday"],
};

export const TOPIC_PATTERNS: readonly { readonly topic: string; readonly pattern: RegExp }[] = Object.entries(
  WORDS,
).map(([topic, patterns]) => ({
  topic,
  pattern: new RegExp(patterns.map((each) => `(?:${each})`).join("|")),
}));
