pub fn page(_: &super::Results) -> String {
    String::new()
}
