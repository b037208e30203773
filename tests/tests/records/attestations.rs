//! Attestations: written, changed and revoked, each by its auditor alone.

use {
    io_client::orders::{self, attestation_address, AttestParams, Attributes, OrdersError::*},
    io_economics::time::DAY,
    io_testkit::{
        calls::{with_account, NOT_OURS, NOT_THERE, NO_SIGNATURE},
        records::ATTRIBUTES,
        World,
    },
    solana_signer::Signer,
};

#[test]
fn an_auditor_says_what_a_node_has() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let auditor = world.wallet();
    let said = world.attested(&auditor, &deal.node);
    assert_eq!((said.node, said.auditor, said.attributes), (deal.node, auditor.pubkey(), ATTRIBUTES));
    assert_eq!((said.expires_at, said.at), (world.now() + 90 * DAY, world.now()));

    // What it says later stands in place of it, and pays no rent again.
    world.pass(DAY);
    let params = AttestParams {
        attributes: Attributes { confidential: 0, ..ATTRIBUTES },
        ..world.attesting(&deal.node)
    };
    world.accepted(&[orders::attest(&auditor.pubkey(), &deal.node, params)], &[&auditor]);
    assert_eq!(world.attestation(&deal.node, &auditor.pubkey()).attributes.confidential, 0);

    // Another's word is another account.
    let other = world.wallet();
    world.attested(&other, &deal.node);
    let before = world.svm.get_balance(&auditor.pubkey());
    let address = attestation_address(&deal.node, &auditor.pubkey());
    let rent = world.svm.get_balance(&address);
    world.accepted(&[orders::revoke_attestation(&auditor.pubkey(), &deal.node)], &[&auditor]);
    assert_eq!(world.svm.get_balance(&auditor.pubkey()), before.map(|lamports| lamports + rent.unwrap()));
    assert_eq!(world.attestation(&deal.node, &other.pubkey()).attributes, ATTRIBUTES);
    world.refused(&[orders::revoke_attestation(&auditor.pubkey(), &deal.node)], &[&auditor], NOT_THERE);
}

#[test]
fn nobody_attests_in_anothers_name() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let (auditor, forger) = (world.wallet(), world.wallet());
    let forge = orders::attest(&forger.pubkey(), &deal.node, world.attesting(&deal.node));
    let [own, anothers] = [&forger, &auditor].map(|signer| attestation_address(&deal.node, &signer.pubkey()));
    // At the other's address before and after it is written.
    let forged = with_account(forge.clone(), own, anothers);
    world.refused(std::slice::from_ref(&forged), &[&forger], WrongAttestation);
    world.attested(&auditor, &deal.node);
    world.refused(&[forged], &[&forger], WrongAttestation);
    let mut unsigned = orders::attest(&auditor.pubkey(), &deal.node, world.attesting(&deal.node));
    unsigned.accounts[0].is_signer = false;
    world.refused(&[unsigned], &[], NO_SIGNATURE);
    let mut revoke = orders::revoke_attestation(&auditor.pubkey(), &deal.node);
    revoke.accounts[0].pubkey = forger.pubkey();
    world.refused(&[revoke], &[&forger], NotAuditor);
    // Of another node.
    let other = world.deal(&cast);
    let moved = with_account(forge, deal.node, other.node);
    world.refused(&[moved], &[&forger], WrongAttestation);
}

#[test]
fn what_an_attestation_may_say() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let auditor = world.wallet();
    let params = world.attesting(&deal.node);
    let of = |attributes: Attributes| AttestParams { attributes, ..params };
    let until = |expires_at: i64| AttestParams { expires_at, ..params };
    let now = world.now();
    for (params, error) in [
        (AttestParams { revision: params.revision + 1, ..params }, NodeChanged),
        (of(Attributes { region: *b"us-ca\0", ..ATTRIBUTES }), InvalidAttributes),
        (of(Attributes { region: *b"\0\0US\0\0", ..ATTRIBUTES }), InvalidAttributes),
        (of(Attributes { confidential: 2, ..ATTRIBUTES }), InvalidAttributes),
        (until(now), InvalidExpiry),
        (until(now + 366 * DAY + 1), InvalidExpiry),
    ] {
        world.refused(&[orders::attest(&auditor.pubkey(), &deal.node, params)], &[&auditor], error);
    }
    let longest = orders::attest(&auditor.pubkey(), &deal.node, until(now + 366 * DAY));
    world.accepted(&[longest], &[&auditor]);
    let call = orders::attest(&auditor.pubkey(), &deal.node, params);
    let no_node = with_account(call, deal.node, io_addresses::orders::CONFIG.address);
    world.refused(&[no_node], &[&auditor], NOT_OURS);
}
