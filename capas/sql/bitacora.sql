-- The trail of a table that is no layer: without geometry, and perhaps without a numeric key (`fila` is then 0, and
-- `antes` names the row).
CREATE OR REPLACE FUNCTION sig_anotar_dato() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    antes jsonb = CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    despues jsonb = CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
BEGIN
    IF antes IS DISTINCT FROM despues THEN
        INSERT INTO capas_cambio (tabla, fila, operacion, antes, autor, rol, fecha) VALUES (
            TG_TABLE_NAME, coalesce((coalesce(despues, antes) ->> 'id')::bigint, 0), lower(TG_OP), antes,
            coalesce(current_setting('sig.autor', true), ''), session_user, now());
    END IF;
    RETURN NULL;
END $$;
