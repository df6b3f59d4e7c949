-- Book units of one bucket's day, if the account may have them. Returns {word, number}.
--   KEYS: 1 the day's hash, 2 the day's holds, 3 the mark of a cancelled analysis
--   ARGV: 1 now (epoch s), 2 limit, 3 reserve kept from this lane, 4 owner, 5 owner's share, 6 holder, 7 units, 8 life (s)
-- Fields of the hash: used, blocked_until, owner:<name>. Holds: holder -> "units:expires".
local now, limit, reserve = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local owner_field, share, holder, units = "owner:" .. ARGV[4], tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])

if redis.call("EXISTS", KEYS[3]) == 1 then return { "cancelled", 0 } end

local day = redis.call("HMGET", KEYS[1], "used", "blocked_until", owner_field)
local used, blocked, owner_used = tonumber(day[1] or 0), tonumber(day[2] or 0), tonumber(day[3] or 0)
if blocked > now then return { "blocked", blocked } end

local own, others = 0, 0
local holds = redis.call("HGETALL", KEYS[2])
for i = 1, #holds, 2 do
  local held, expires = string.match(holds[i + 1], "^(%d+):(%d+)$")
  if tonumber(expires) > now then
    if holds[i] == holder then own = tonumber(held) else others = others + tonumber(held) end
  end
end

if own < units then
  if owner_used + units > share then return { "share", 0 } end
  if used + units > limit - reserve then return { "empty", 0 } end
  if used + others + units > limit - reserve then return { "held", 0 } end
end
if own > 0 then
  local _, expires = string.match(redis.call("HGET", KEYS[2], holder), "^(%d+):(%d+)$")
  redis.call("HSET", KEYS[2], holder, string.format("%d:%s", math.max(0, own - units), expires))
end

redis.call("HINCRBY", KEYS[1], "used", units)
redis.call("HINCRBY", KEYS[1], owner_field, units)
redis.call("EXPIRE", KEYS[1], ARGV[8])
return { "ok", used + units }
