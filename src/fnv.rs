//! FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>): a short mark of bytes that is the same on every machine and in
//! every version, which the standard library's hashes do not promise. It is no defence against anybody.

/// In 32 bits.
pub fn hash32(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// In 64 bits.
pub fn hash64(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gives_what_its_authors_list() {
        assert_eq!(hash32([]), 0x811c_9dc5);
        assert_eq!(hash32(*b"foobar"), 0xbf9c_f968);
        assert_eq!(hash64(*b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash64(*b"foobar"), 0x8594_4171_f739_67e8);
    }
}
