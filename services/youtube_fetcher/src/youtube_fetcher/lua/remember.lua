-- Remember a recording until it is read again, unless an earlier one of the channel still waits. Forgets the oldest.
--   KEYS: 1 channels by the moment they were recorded, 2 what was recorded, by channel
--   ARGV: 1 channel, 2 recorded at (epoch s), 3 what, 4 most channels, 5 forget what is older (epoch s), 6 life (s)
if redis.call("ZADD", KEYS[1], "NX", ARGV[2], ARGV[1]) == 1 then
  redis.call("HSET", KEYS[2], ARGV[1], ARGV[3])
end
local gone = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", "(" .. ARGV[5])
local extra = redis.call("ZCARD", KEYS[1]) - #gone - tonumber(ARGV[4])
if extra > 0 then gone = redis.call("ZRANGE", KEYS[1], 0, #gone + extra - 1) end
for _, channel in ipairs(gone) do
  redis.call("ZREM", KEYS[1], channel)
  redis.call("HDEL", KEYS[2], channel)
end
redis.call("EXPIRE", KEYS[1], ARGV[6])
redis.call("EXPIRE", KEYS[2], ARGV[6])
return #gone
