-- Set units aside for one holder, all or (with least < units) as many as there are. Returns {word, number}.
-- A second hold of the same holder replaces the first, so that a redelivered event holds once.
--   KEYS: as in take.lua
--   ARGV: 1 now, 2 limit, 3 reserve, 4 owner, 5 owner's share, 6 holder, 7 units, 8 least, 9 expires (epoch s), 10 life (s)
local now, limit, reserve = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local share, holder = tonumber(ARGV[5]), ARGV[6]
local units, least, expires = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])

if redis.call("EXISTS", KEYS[3]) == 1 then return { "cancelled", 0 } end

local day = redis.call("HMGET", KEYS[1], "used", "blocked_until", "owner:" .. ARGV[4])
local used, blocked, owner_used = tonumber(day[1] or 0), tonumber(day[2] or 0), tonumber(day[3] or 0)
if blocked > now then return { "blocked", blocked } end

local others = 0
local holds = redis.call("HGETALL", KEYS[2])
for i = 1, #holds, 2 do
  local held, ends = string.match(holds[i + 1], "^(%d+):(%d+)$")
  if tonumber(ends) <= now then
    redis.call("HDEL", KEYS[2], holds[i])
  elseif holds[i] ~= holder then
    others = others + tonumber(held)
  end
end

local room = math.min(limit - reserve - used, share - owner_used)
if room < least then
  if share - owner_used < least then return { "share", 0 } end
  return { "empty", 0 }
end
if room - others < least then return { "held", 0 } end

local granted = math.min(units, room - others)
redis.call("HSET", KEYS[2], holder, string.format("%d:%d", granted, expires))
redis.call("EXPIRE", KEYS[2], ARGV[10])
return { "ok", granted }
