;; Finds the end of a chunk; chunker.ts states the rule. scripts/gear.ts makes gear-wasm.ts of this file.
;; Memory: the gear table, 256 little-endian u64, at 0; the bytes to be cut anywhere behind it.
(module
  (import "host" "memory" (memory 1))

  (func (export "cut") (param $at i32) (param $end i32) (result i32)
    (local $p i32) (local $normal i32) (local $stop i32) (local $h i64)

    ;; What is left is no longer than a chunk must be.
    (if (i32.le_u (i32.sub (local.get $end) (local.get $at)) (i32.const 16384))
      (then (return (local.get $end))))

    ;; stop = min(at + 256 KiB, end), normal = min(at + 64 KiB, stop)
    (local.set $stop (i32.add (local.get $at) (i32.const 262144)))
    (if (i32.gt_u (local.get $stop) (local.get $end))
      (then (local.set $stop (local.get $end))))
    (local.set $normal (i32.add (local.get $at) (i32.const 65536)))
    (if (i32.gt_u (local.get $normal) (local.get $stop))
      (then (local.set $normal (local.get $stop))))

    ;; The 64 bytes before the first place where a chunk may end.
    (local.set $p (i32.add (local.get $at) (i32.const 16320)))
    (local.set $at (i32.add (local.get $at) (i32.const 16384)))
    (loop $warm
      (local.set $h (i64.add
        (i64.shl (local.get $h) (i64.const 1))
        (i64.load (i32.shl (i32.load8_u (local.get $p)) (i32.const 3)))))
      (local.set $p (i32.add (local.get $p) (i32.const 1)))
      (br_if $warm (i32.lt_u (local.get $p) (local.get $at))))

    ;; Shorter than 64 KiB: the top 18 bits must be zero.
    (block $long
      (loop $short
        (br_if $long (i32.ge_u (local.get $p) (local.get $normal)))
        (if (i64.lt_u (local.get $h) (i64.const 0x0000400000000000))
          (then (return (local.get $p))))
        (local.set $h (i64.add
          (i64.shl (local.get $h) (i64.const 1))
          (i64.load (i32.shl (i32.load8_u (local.get $p)) (i32.const 3)))))
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (br $short)))

    ;; From 64 KiB on: the top 14.
    (loop $next
      (if (i32.ge_u (local.get $p) (local.get $stop))
        (then (return (local.get $stop))))
      (if (i64.lt_u (local.get $h) (i64.const 0x0004000000000000))
        (then (return (local.get $p))))
      (local.set $h (i64.add
        (i64.shl (local.get $h) (i64.const 1))
        (i64.load (i32.shl (i32.load8_u (local.get $p)) (i32.const 3)))))
      (local.set $p (i32.add (local.get $p) (i32.const 1)))
      (br $next))
    (unreachable)))
