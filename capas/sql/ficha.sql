-- A record is part of its layer: what changes in it is a new revision of the layer, and leaves its trail. The trail numbers
-- rows and a record has a name, which stands in `antes`.
CREATE OR REPLACE FUNCTION sig_tocar_ficha() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO capas_toque (capa, transaccion) VALUES (NEW.id, txid_current());
    INSERT INTO capas_cambio (tabla, fila, operacion, antes, autor, rol, fecha)
        VALUES (TG_TABLE_NAME, 0, lower(TG_OP), to_jsonb(OLD), coalesce(current_setting('sig.autor', true), ''), session_user, now());
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER sig_tocar_ficha AFTER UPDATE ON capas_fichacapa
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION sig_tocar_ficha();
