fn main() {
    println!("{}", thumbs(2));
}

fn thumbs(hands: u32) -> u32 {
    hands
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_hand_has_one() {
        assert_eq!(super::thumbs(2), 2);
    }
}
